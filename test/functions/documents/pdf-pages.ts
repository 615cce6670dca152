import { PDFiumLibrary } from '@hyzyla/pdfium';

export interface PdfPage {
  readonly text: string;
  /** Which part of the page is dark, 0 to 1: what is really drawn, whatever the text behind it says. */
  readonly inked: (part?: { readonly from: number; readonly to: number }) => number;
  /** Whether anything is drawn in a box; sides as parts of the page, from its top left. */
  readonly isInked: (box: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  }) => boolean;
}

const DARK = 140;
const CHANNELS = 4;

/** A PDF as a reader shows it: the text of each page and its picture. */
export async function pdfPages(bytes: Uint8Array): Promise<readonly PdfPage[]> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(bytes);
  const pages: PdfPage[] = [];
  for (const page of document.pages()) {
    // First, since drawing a page closes it.
    const text = page.getText();
    const { data, width, height } = await page.render({ scale: 1, render: 'bitmap' });
    const inked = ({ from, to } = { from: 0, to: 1 }): number => {
      const [start, end] = [Math.floor(from * height) * width, Math.floor(to * height) * width];
      let dark = 0;
      for (let at = start; at < end; at += 1) if ((data[at * CHANNELS + 1] ?? 255) < DARK) dark += 1;
      return dark / (end - start);
    };
    const isInked: PdfPage['isInked'] = ({ left, right, top, bottom }) => {
      for (let y = Math.floor(top * height); y < bottom * height; y += 1) {
        for (let x = Math.floor(left * width); x < right * width; x += 1) {
          if ((data[(y * width + x) * CHANNELS + 1] ?? 255) < DARK) return true;
        }
      }
      return false;
    };
    pages.push({ text, inked, isInked });
  }
  document.destroy();
  library.destroy();
  return pages;
}
