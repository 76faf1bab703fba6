/** One step of `updateCollectionAliases`. */
export type AliasOperation =
  | { readonly create_alias: { readonly collection_name: string; readonly alias_name: string } }
  | { readonly delete_alias: { readonly alias_name: string } }
  | { readonly rename_alias: { readonly old_alias_name: string; readonly new_alias_name: string } };

/** Body of `updateCollectionAliases`. The steps are applied in order, and either all of them or none. */
export interface ChangeAliasesRequest {
  readonly actions: readonly AliasOperation[];
  readonly timeout?: number;
}

/** The result of `getAliases` and `getCollectionAliases`, in the order of the aliases. */
export interface AliasesResult {
  aliases: { alias_name: string; collection_name: string }[];
}
