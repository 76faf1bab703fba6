const bytesLookedAt = 1024;

/**
 * The encoding that a page states in a `<meta>` or its XML declaration, where it does.
 *
 * @example
 * statedEncoding(new TextEncoder().encode('<meta charset="windows-1252">')); // => 'windows-1252'
 */
export function statedEncoding(bytes: Uint8Array): string | undefined {
  const beginning = new TextDecoder('latin1').decode(bytes.subarray(0, bytesLookedAt));
  const stated =
    /<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)/iu.exec(beginning)?.[1] ??
    /^<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)/iu.exec(beginning)?.[1];
  // What states its encoding in single bytes is not in UTF-16, whatever it says (HTML standard, "prescan a byte stream").
  return stated === undefined || /^utf-?16/iu.test(stated) ? undefined : stated;
}
