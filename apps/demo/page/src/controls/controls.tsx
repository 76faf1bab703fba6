import type { VNode } from 'preact';

import { candidates, changeSettings, maxCandidates, settings, topK } from '../state/page-settings.ts';
import { FIRST_STAGES } from '../state/settings.ts';
import { STAGE_NAMES, WAY_NAMES } from '../wording/stage-names.ts';
import { CollectionPicker } from './collection-picker.tsx';
import { RadioGroup } from './radio-group.tsx';
import { Slider } from './slider.tsx';

const STAGES = [
  ...FIRST_STAGES.map((value) => ({ value, label: STAGE_NAMES[value] })),
  { value: 'compare' as const, label: 'Compare' },
];

const WAYS = (['two', 'cascade'] as const).map((value) => ({ value, label: WAY_NAMES[value] }));

/** The controls for all search options. */
export function Controls(): VNode {
  const { way, firstStage, rerank, compare } = settings.value;
  return (
    <div class="controls">
      <CollectionPicker />
      <RadioGroup
        legend="Stages"
        name="way"
        options={WAYS}
        value={way}
        onChange={(value) => changeSettings({ way: value })}
      />
      {way === 'two' && (
        <RadioGroup
          legend="First stage"
          name="first-stage"
          options={STAGES}
          value={compare ? 'compare' : firstStage}
          onChange={(value) =>
            changeSettings(value === 'compare' ? { compare: true } : { firstStage: value, compare: false })
          }
        />
      )}
      <div class="field">
        <span class="field-label">{way === 'two' ? 'Second stage' : 'Last stage'}</span>
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            checked={rerank}
            onChange={({ currentTarget }) => changeSettings({ rerank: currentTarget.checked })}
          />
          <span>Rerank</span>
        </label>
      </div>
      <Slider
        label="Candidates"
        value={candidates.value}
        max={maxCandidates.value}
        onChange={(value) => changeSettings({ candidates: value })}
      />
      <Slider
        label="Keep the best"
        value={topK.value}
        max={candidates.value}
        onChange={(value) => changeSettings({ topK: value === candidates.peek() ? undefined : value })}
      />
    </div>
  );
}
