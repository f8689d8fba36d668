// What a file of settings may hold beside the settings themselves: they are gone when its tenants have been gathered.
import { z } from 'zod'
import { words } from '../formats.js'

/** What stands in place of a tenant. */
const sourceSchema = z.strictObject({
  file: words(1000).optional().meta({
    description: 'In place of a tenant: a CSV of them, beside this file unless the path says where',
    hint: 'Write something like tenants.csv',
  }),
  folder: words(1000).optional().meta({
    description: 'In place of a tenant: a folder with one YAML file for each',
    hint: 'Write something like tenants.d',
  }),
})

export const besidesSchema = z.strictObject({
  defaults: z.looseObject({}).optional().meta({
    description:
      'What every tenant takes unless it says otherwise: all that a tenant may say but id and name',
    hint: 'Write what tenants have in common, such as pollSeconds: 60',
  }),
  tenants: z.array(sourceSchema),
})
