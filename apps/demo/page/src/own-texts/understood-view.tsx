import type { VNode } from 'preact';

import { countOf } from '../wording/quantities.ts';
import { shorten } from '../wording/shorten.ts';
import type { DecodedText } from './decode-text.ts';
import { LeftOutList } from './left-out-list.tsx';
import { fitted, sources, understood } from './own-texts-state.ts';
import { FORMAT_NAMES, type TextFormat } from './text-format.ts';
import type { UnderstoodTexts } from './understand-texts.ts';

const PREVIEWED = 3;
const PREVIEW_LENGTH = 160;

/** The number of found texts, their format and the first texts. Visitors can correct a wrong guess here. */
export function UnderstoodView(): VNode | null {
  if (sources.value.length === 0) return null;
  const { texts } = fitted.value;
  const problems = understood.value.flatMap(({ problem }, index) => {
    const { fileName = '' } = sources.value[index] ?? {};
    return problem === undefined ? [] : [fileName === '' ? problem : `${fileName}: ${problem}`];
  });
  const [only, ...others] = understood.value;
  return (
    <section class="understood" aria-label="Found texts">
      {only !== undefined && others.length === 0 && <HowToRead part={only} />}
      {problems.map((problem) => (
        <p key={problem} class="notice" data-role="alert" role="alert">
          {problem}
        </p>
      ))}
      <p role="status">
        {texts.length === 0 ? 'No texts found.' : <strong>Found {countOf(texts.length, 'text')}.</strong>}
        <EncodingNote />
      </p>
      {texts.length > 0 && (
        <ol class="preview" aria-label="The first texts">
          {texts.slice(0, PREVIEWED).map((text, index) => (
            <li key={index} dir="auto">
              {shorten(text, PREVIEW_LENGTH)}
            </li>
          ))}
        </ol>
      )}
      <LeftOutList />
    </section>
  );
}

const REASONS: Readonly<Record<DecodedText['encoding'], string>> = {
  'UTF-8': '',
  'UTF-16': 'because it has a byte order mark',
  'Windows-1252': 'because it is not valid UTF-8',
};

/** Names the encoding of each file that is not UTF-8. */
function EncodingNote(): VNode | null {
  const notes = sources.value.flatMap(({ fileName, encoding = 'UTF-8' }) => {
    return encoding === 'UTF-8' ? [] : [` ${fileName} was read as ${encoding} ${REASONS[encoding]}.`];
  });
  return notes.length === 0 ? null : <>{notes}</>;
}

function HowToRead({ part: { format, columns } }: { part: UnderstoodTexts }): VNode {
  return (
    <div class="how-to-read">
      <label>
        <span class="field-label">Read as</span>
        <select
          value={format}
          onChange={({ currentTarget }) => {
            const { fileName = '', content = '' } = sources.peek()[0] ?? {};
            sources.value = [{ fileName, content, format: currentTarget.value as TextFormat }];
          }}
        >
          {Object.entries(FORMAT_NAMES).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {columns !== undefined && columns.names.length > 1 && (
        <label>
          <span class="field-label">Texts are in</span>
          <select
            value={columns.chosen}
            onChange={({ currentTarget }) => {
              const [source] = sources.peek();
              if (source !== undefined) sources.value = [{ ...source, column: Number(currentTarget.value) }];
            }}
          >
            {columns.names.map((label, index) => (
              <option key={index} value={index}>
                {label}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
