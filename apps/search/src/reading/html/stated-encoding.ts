const bytesLookedAt = 1024;

/**
 * Returns the encoding that a page states in a `<meta>` element or its XML declaration, or `undefined`.
 *
 * @example
 * statedEncoding(new TextEncoder().encode('<meta charset="windows-1252">')); // => 'windows-1252'
 */
export function statedEncoding(bytes: Uint8Array): string | undefined {
  const beginning = new TextDecoder('latin1').decode(bytes.subarray(0, bytesLookedAt));
  const stated =
    /<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)/iu.exec(beginning)?.[1] ??
    /^<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)/iu.exec(beginning)?.[1];
  // A page whose statement is readable as single bytes is not in UTF-16 (HTML standard, "prescan a byte stream").
  return stated === undefined || /^utf-?16/iu.test(stated) ? undefined : stated;
}
