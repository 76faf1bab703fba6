/** Describes a defect in a data file. Callers that know the file's name turn it into a public error. */
export class DamagedPage extends Error {
  constructor(page: number, what: string) {
    super(`page ${page} ${what}`);
  }
}
