/** Does nothing in a browser: the code that located the model has already verified the file's hash. */
export async function sniffModelFile(): Promise<void> {}
