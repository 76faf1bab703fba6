import { Turns } from '@x/core';
import { type Token, Tokenizer } from 'parse5';

/** A start or end tag. */
export type Tag = Token.TagToken;

/** Receives the parts of a document in order. */
export interface MarkupHandler {
  /** Receives a start tag. It sets the state of `tokenizer` for elements whose content is not markup. */
  onStartTag(tag: Tag, tokenizer: Tokenizer): void;
  onEndTag(tag: Tag): void;
  /** Receives text that is either only white space or free of it. `line` is the line of its first character. */
  onText(characters: string, line: number): void;
}

// About 1 ms of work.
const charactersPerStep = 16_384;

/**
 * Reads HTML or XML tag by tag without building a tree. Deep nesting takes linear time, and the event loop is not blocked.
 *
 * @throws the signal's reason when it aborts.
 */
export async function tokenizeMarkup(text: string, handler: MarkupHandler, signal?: AbortSignal): Promise<void> {
  const onText = ({ chars, location }: Token.CharacterToken): void => handler.onText(chars, location?.startLine ?? 1);
  const tokenizer: Tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: true },
    {
      onStartTag: (tag) => handler.onStartTag(tag, tokenizer),
      onEndTag: (tag) => handler.onEndTag(tag),
      onCharacter: onText,
      onWhitespaceCharacter: onText,
      onNullCharacter: () => {},
      onComment: () => {},
      onDoctype: () => {},
      onEof: () => {},
    },
  );
  signal?.throwIfAborted();
  const turns = new Turns({ signal });
  for (let start = 0; start < text.length; start += charactersPerStep) {
    tokenizer.write(text.slice(start, start + charactersPerStep), false);
    if (turns.isSpent()) await turns.next();
  }
  tokenizer.write('', true);
}
