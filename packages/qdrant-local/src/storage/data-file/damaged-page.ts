/** Says what is wrong in a data file; whoever knows the file's name turns it into an error for the caller. */
export class DamagedPage extends Error {
  constructor(page: number, what: string) {
    super(`page ${page} ${what}`);
  }
}
