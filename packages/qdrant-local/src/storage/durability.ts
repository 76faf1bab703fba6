/** How much of what was acknowledged outlives a crash of the machine; see `LmdbStorage`. */
export type Durability = 'sync' | 'relaxed';
