import { z } from 'zod'

const elementSchema = z.object({
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
})

/** What a person filled in, by block and element. */
export const viewStateSchema = z
  .object({ values: z.record(z.string(), z.record(z.string(), elementSchema)) })
  .optional()
  .catch(undefined)

/** By block: every block of ours has one input. What was left empty is left out; several choices are joined by commas. */
export function toFormValues(state: z.infer<typeof viewStateSchema>): Readonly<Record<string, string>> {
  const pairs = Object.entries(state?.values ?? {}).flatMap(([blockId, elements]) => {
    const [element] = Object.values(elements)
    const chosen = element?.selected_options?.map((option) => option.value).join(',')
    const value = element?.value ?? element?.selected_date ?? element?.selected_option?.value ?? chosen
    return value === undefined || value === '' ? [] : [[blockId, value] as const]
  })
  return Object.fromEntries(pairs)
}
