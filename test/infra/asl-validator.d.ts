declare module 'asl-validator' {
  const validate: (definition: unknown) => {
    readonly isValid: boolean;
    readonly errorsText: (separator?: string) => string;
  };
  // biome-ignore lint/style/noDefaultExport: this is how the package exports it
  export default validate;
}
