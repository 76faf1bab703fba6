/** One step of `updateCollectionAliases`. */
export type AliasOperation =
  | { readonly create_alias: { readonly collection_name: string; readonly alias_name: string } }
  | { readonly delete_alias: { readonly alias_name: string } }
  | { readonly rename_alias: { readonly old_alias_name: string; readonly new_alias_name: string } };

/** Body of `updateCollectionAliases`: the steps follow each other, and all of them count or none does. */
export interface ChangeAliasesRequest {
  readonly actions: readonly AliasOperation[];
  readonly timeout?: number;
}

/** What `getAliases` and `getCollectionAliases` answer, in the order of the aliases. */
export interface AliasesResult {
  aliases: { alias_name: string; collection_name: string }[];
}
