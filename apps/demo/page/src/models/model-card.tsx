import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';

import type { ModelChoice, ModelRole } from '../../../src/web/contract.ts';
import { chooseModel } from '../state/model-state.ts';
import { formatBytes } from '../wording/quantities.ts';

export interface ModelCardProps {
  readonly role: ModelRole;
  readonly choice: ModelChoice;
  readonly isInUse: boolean;
  /** True while a model of this role is loading. No other model can be chosen then. */
  readonly isLoading: boolean;
}

/** A model to choose, with its size, license and description. */
export function ModelCard({ role, choice, isInUse, isLoading }: ModelCardProps): VNode {
  const isAsking = useSignal(false);
  const { name, installed, bytes, license, commercialUse, description } = choice;
  const choose = (download: boolean): void => {
    isAsking.value = false;
    void chooseModel({ role, name, ...(download ? { download } : {}) });
  };
  return (
    <li class="model-card" data-in-use={isInUse}>
      <div>
        <strong class="model-name">{name}</strong>
        <p>{description}</p>
        <p class="model-facts">
          {formatBytes(bytes)} · {license} ·{' '}
          <span data-warn={!commercialUse}>{commercialUse ? 'commercial use allowed' : 'not for commercial use'}</span>{' '}
          · {installed ? 'on this machine' : 'not downloaded'}
        </p>
      </div>
      {isInUse && <span class="model-in-use">In use</span>}
      {!isInUse && !isAsking.value && (
        <button
          type="button"
          class="button"
          disabled={isLoading}
          onClick={() => {
            if (installed) choose(false);
            else isAsking.value = true;
          }}
        >
          {installed ? 'Use' : `Download ${formatBytes(bytes)}`}
          <span class="visually-hidden"> {name}</span>
        </button>
      )}
      {isAsking.value && (
        <div class="model-confirm" role="group" aria-label={`Download ${name}?`}>
          <p>
            Download {formatBytes(bytes)} under the license {license}
            {commercialUse ? '' : ', which does not allow commercial use'}?
          </p>
          <button type="button" class="button button-primary" onClick={() => choose(true)}>
            Download and use
          </button>
          <button
            type="button"
            class="button"
            onClick={() => {
              isAsking.value = false;
            }}
          >
            Not now
          </button>
        </div>
      )}
    </li>
  );
}
