// A fact is known, or unknown with why: a failed look-up never looks like a clean bill of health.
import { z } from 'zod'

export function factOf<Value extends z.ZodType>(value: Value) {
  return z.discriminatedUnion('known', [
    z.object({ known: z.literal(true), value }).readonly(),
    z.object({ known: z.literal(false), why: z.string() }).readonly(),
  ])
}

export type Fact<Value> =
  | { readonly known: true; readonly value: Value }
  | { readonly known: false; readonly why: string }
