/** The languages in which people are answered. */
export type Language = 'en' | 'ja';

/** One thing said in both languages, with the same ids and amounts in each. */
export type Sentence = Readonly<Record<Language, string>>;
