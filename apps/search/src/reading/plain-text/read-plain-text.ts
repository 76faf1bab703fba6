import { decodeText } from '../decode-text.ts';
import type { FileBytes, FileText } from '../file-text.ts';
import { type LineHeading, placeHeadings } from '../line-headings.ts';
import { linePlaces } from '../line-places.ts';
import { splitAtHeadings, topTitle } from '../sections.ts';
import { findAsciidocHeadings } from './asciidoc-headings.ts';
import { findRestructuredTextHeadings } from './restructured-text-headings.ts';

/** Reads plain text and source code as one section without headings. */
export function readPlainText(file: FileBytes): FileText {
  return readLinesWith(() => [], file);
}

/** Reads AsciiDoc source. */
export function readAsciidoc(file: FileBytes): FileText {
  return readLinesWith(findAsciidocHeadings, file);
}

/** Reads reStructuredText source. */
export function readRestructuredText(file: FileBytes): FileText {
  return readLinesWith(findRestructuredTextHeadings, file);
}

function readLinesWith(
  findHeadings: (lines: readonly string[]) => LineHeading[],
  { path, bytes }: FileBytes,
): FileText {
  const text = decodeText(path, bytes);
  const places = linePlaces(text);
  const headings = placeHeadings(findHeadings(text.split('\n')), text, places);
  const title = topTitle(headings);
  return {
    text,
    ...(title === undefined ? {} : { title }),
    sections: splitAtHeadings(text, headings),
    unit: 'line',
    places,
  };
}
