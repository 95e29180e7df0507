/** A value that survives JSON unchanged. `undefined` is not one: RFC 8785 has no form for it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type JsonObject = { readonly [key: string]: Json };
