/** A page of {@link makePdf}. */
export interface PdfPage {
  /** The lines of the page, 14 points apart. An empty line is a gap. */
  readonly lines: readonly string[];
  /** PDF operators before the text. */
  readonly drawing?: string;
  /** Titles of bookmarks that lead to the page, in the order of the outline. */
  readonly bookmarks?: readonly string[];
}

/** Returns the bytes of an uncompressed PDF with the text of `pages`. With `isLocked`, it needs an unknown password. */
export function makePdf(pages: readonly PdfPage[], { isLocked = false } = {}): Uint8Array {
  const objects: string[] = [];
  const add = (body: string): number => objects.push(body);
  const text = (value: string): string => `(${value.replaceAll(/[\\()]/gu, String.raw`\$&`)})`;
  const catalogue = add('');
  const tree = add('');
  const font = add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const pageNumbers = pages.map(({ lines, drawing: before = '' }) => {
    const drawing = `${before}BT /F1 11 Tf 14 TL 40 700 Td ${lines.map((line) => `${text(line)} Tj T*`).join(' ')} ET`;
    const content = add(`<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`);
    return add(
      `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 500 800] /Contents ${content} 0 R ` +
        `/Resources << /Font << /F1 ${font} 0 R >> >> >>`,
    );
  });
  objects[tree - 1] =
    `<< /Type /Pages /Count ${pages.length} /Kids [${pageNumbers.map((page) => `${page} 0 R`).join(' ')}] >>`;
  const outline = add('');
  const bookmarks = pages.flatMap(({ bookmarks: titles = [] }, page) => titles.map((title) => ({ title, page })));
  const first = outline + 1;
  for (const [index, { title, page }] of bookmarks.entries()) {
    const next = index < bookmarks.length - 1 ? `/Next ${first + index + 1} 0 R` : '';
    add(`<< /Title ${text(title)} /Parent ${outline} 0 R /Dest [${pageNumbers[page]} 0 R /Fit] ${next} >>`);
  }
  const ends = bookmarks.length === 0 ? '' : `/First ${first} 0 R /Last ${first + bookmarks.length - 1} 0 R`;
  objects[outline - 1] = `<< /Type /Outlines /Count ${bookmarks.length} ${ends} >>`;
  objects[catalogue - 1] = `<< /Type /Catalog /Pages ${tree} 0 R /Outlines ${outline} 0 R >>`;
  const key = '00'.repeat(32);
  const lock = isLocked ? `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -4 >> /ID [<00> <00>]` : '';
  return writeFile(objects, `<< /Size ${objects.length + 1} /Root ${catalogue} 0 R ${lock} >>`);
}

function writeFile(objects: readonly string[], trailer: string): Uint8Array {
  let file = '%PDF-1.4\n';
  const offsets = objects.map((body, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n${trailer}\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}
