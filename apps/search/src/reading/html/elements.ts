import { TokenizerMode } from 'parse5';

const named = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** Elements that begin and end a paragraph. */
export const paragraphs: ReadonlySet<string> = named(
  'address article aside blockquote body dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header ' +
    'hgroup hr html legend main menu nav ol p pre search section summary table ul caption textarea',
);

/** Elements that begin and end a line. */
export const lines: ReadonlySet<string> = named('li tr optgroup option');

/** Elements whose content is not shown to readers. */
export const unread: ReadonlySet<string> = named('script style template svg iframe noembed noframes noscript datalist');

/** Elements without an end tag, or with an optional one. Their `hidden` attribute is ignored, because its extent is unknown. */
export const withoutEnd: ReadonlySet<string> = named(
  'area base br col embed hr img input link meta param source track wbr ' +
    'p li dt dd tr td th thead tbody tfoot caption colgroup option optgroup rt rp html head body',
);

/** Elements whose content is not markup, with their tokenizer modes. */
export const contentModes: ReadonlyMap<string, (typeof TokenizerMode)[keyof typeof TokenizerMode]> = new Map([
  ['title', TokenizerMode.RCDATA],
  ['textarea', TokenizerMode.RCDATA],
  ['style', TokenizerMode.RAWTEXT],
  ['xmp', TokenizerMode.RAWTEXT],
  ['iframe', TokenizerMode.RAWTEXT],
  ['noembed', TokenizerMode.RAWTEXT],
  ['noframes', TokenizerMode.RAWTEXT],
  ['script', TokenizerMode.SCRIPT_DATA],
  ['plaintext', TokenizerMode.PLAINTEXT],
]);
