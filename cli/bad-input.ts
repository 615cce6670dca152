/** What a person gave is not right: the command says so, writes nothing and ends with 1. */
export class BadInput extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadInput';
  }
}
