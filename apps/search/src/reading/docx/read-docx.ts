import { decodeText } from '../decode-text.ts';
import type { FileBytes, FileText } from '../file-text.ts';
import { type MarkupHandler, tokenizeMarkup } from '../html/tokenize-markup.ts';
import { linePlaces } from '../line-places.ts';
import { splitAtHeadings, tidyTitle, topTitle } from '../sections.ts';
import { UnreadableFileError } from '../unreadable-file-error.ts';
import { DocumentReader } from './document-reader.ts';
import { readHeadingLevels } from './heading-styles.ts';
import { listZipEntries, unzip, type ZipEntry } from './unzip.ts';

/** Reads the paragraphs and tables of a Word document, with headings by style. Skips notes, page headers and page footers. */
export async function readDocx({ path, bytes, signal }: FileBytes): Promise<FileText> {
  // A Word document with a password is an OLE file instead of a zip archive.
  if (Buffer.from(bytes.subarray(0, 4)).toString('hex') === 'd0cf11e0') {
    throw new UnreadableFileError({ path, reason: 'encrypted' });
  }
  try {
    return await readParts({ path, bytes, signal });
  } catch (cause) {
    if (signal?.aborted === true || UnreadableFileError.isInstance(cause)) throw cause;
    throw new UnreadableFileError({ path, reason: 'damaged', cause });
  }
}

async function readParts({ path, bytes, signal }: FileBytes): Promise<FileText> {
  const entries = listZipEntries(bytes);
  const readPart = async (name: RegExp): Promise<string | undefined> => {
    const entry: ZipEntry | undefined = entries.find((one) => name.test(one.name));
    return entry === undefined ? undefined : decodeText(path, await unzip(path, bytes, entry));
  };
  const body = await readPart(/^word\/document\d*\.xml$/u);
  if (body === undefined) throw new UnreadableFileError({ path, reason: 'damaged' });
  const levels = await readHeadingLevels((await readPart(/^word\/styles\d*\.xml$/u)) ?? '', signal);
  const reader = new DocumentReader(levels);
  await tokenizeMarkup(body, reader, signal);
  const { text, headings } = reader.finish();
  const stated = await readStatedTitle((await readPart(/^docProps\/core\.xml$/u)) ?? '', signal);
  const title = stated ?? topTitle(headings);
  return {
    text,
    ...(title === undefined ? {} : { title }),
    sections: splitAtHeadings(text, headings),
    unit: 'line',
    places: linePlaces(text),
  };
}

async function readStatedTitle(xml: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  let isInTitle = false;
  let title = '';
  const handler: MarkupHandler = {
    onStartTag: ({ tagName }) => void (isInTitle = tagName === 'dc:title'),
    onEndTag: () => void (isInTitle = false),
    onText: (characters) => void (title += isInTitle ? characters : ''),
  };
  await tokenizeMarkup(xml, handler, signal);
  return tidyTitle(title) || undefined;
}
