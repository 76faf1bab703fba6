import { describe, expect, it } from 'vitest';
import { creationSettings, laterParameters } from './collection-settings.ts';

const params = {
  vectors: { size: 2, distance: 'Dot' },
  shard_number: 1,
  replication_factor: 1,
  write_consistency_factor: 1,
  read_fan_out_factor: null,
  on_disk_payload: true,
} as const;
/** As a server before 1.19 describes a collection. */
const config = {
  params,
  hnsw_config: { m: 16, ef_construct: 100, full_scan_threshold: 10_000 },
  optimizer_config: { deleted_threshold: 0.2, flush_interval_sec: 5, max_optimization_threads: null },
  wal_config: { wal_capacity_mb: 32, wal_segments_ahead: 0 },
  quantization_config: null,
} as unknown as Parameters<typeof laterParameters>[0];
const placed = { payload: { memory: 'cached' }, id_tracker: { memory: 'cold' } };

describe('the settings of a copy', () => {
  it('have only what the source has', () => {
    expect(creationSettings('c', config, { toServer: true })).toEqual({
      vectors: params.vectors,
      on_disk_payload: true,
      hnsw_config: config.hnsw_config,
      optimizers_config: { deleted_threshold: 0.2, flush_interval_sec: 5 },
      wal_config: config.wal_config,
    });
    expect(laterParameters(config)).toEqual({});
  });

  it.each([true, false])('have the memory placement of payloads and ids: to a server %s', (toServer) => {
    const source = { ...config, params: { ...config.params, ...placed } };
    expect(creationSettings('c', source, { toServer })).toMatchObject(placed);
  });

  it('have the fan-out of reads, which is set after the creation', () => {
    const later = { read_fan_out_factor: 0, read_fan_out_delay_ms: 50 };
    const source = { ...config, params: { ...config.params, ...later } };
    expect(creationSettings('c', source, { toServer: true })).not.toHaveProperty('read_fan_out_factor');
    expect(laterParameters(source)).toEqual(later);
  });
});
