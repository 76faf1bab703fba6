/** How much acknowledged data survives a crash of the machine; see `LmdbStorage`. */
export type Durability = 'sync' | 'relaxed';
