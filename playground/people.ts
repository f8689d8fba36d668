/** The people of the playground: one human each, known to the local Slack workspace and to the local Teams tenant. */
export interface Person {
  readonly key: PersonKey
  readonly name: string
  /** What this person may do, in a word or two; shown beside the name. */
  readonly about: string
  /** The same as a sentence. */
  readonly may: string
  readonly email: string
  readonly slack: { readonly userId: string; readonly teamId: string }
  readonly teams: { readonly userId: string; readonly aadObjectId: string; readonly tenantId: string }
}

export const personKeys = ['maya', 'tom', 'ines', 'vera', 'laura', 'norman', 'oscar'] as const
export type PersonKey = (typeof personKeys)[number]

export const SLACK_TEAM_ID = 'T0CONTOSO01'
export const TEAMS_TENANT_ID = '8c3dad1d-b6bc-4f8b-939b-8263372eced6'

const FABRIKAM_SLACK_TEAM_ID = 'T0FABRIKAM1'
const FABRIKAM_TENANT_ID = '1f0a6a4e-27e8-4d0c-9a35-5c1b7d0e93aa'

export const people: readonly Person[] = [
  {
    key: 'maya',
    name: 'Maya Lindqvist',
    about: 'Approver',
    may: 'Maya reviews and unblocks.',
    email: 'maya@contoso.com',
    slack: { userId: 'U0MAYA00001', teamId: SLACK_TEAM_ID },
    teams: {
      userId: '29:1maya-lindqvist',
      aadObjectId: '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a01',
      tenantId: TEAMS_TENANT_ID,
    },
  },
  {
    key: 'tom',
    name: 'Tom Okafor',
    about: 'Approver',
    may: 'Tom reviews and unblocks, as Maya does: be quicker than the other.',
    email: 'tom@contoso.com',
    slack: { userId: 'U0TOM000002', teamId: SLACK_TEAM_ID },
    teams: {
      userId: '29:1tom-okafor',
      aadObjectId: '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a02',
      tenantId: TEAMS_TENANT_ID,
    },
  },
  {
    key: 'ines',
    name: 'Ines Duarte',
    about: 'Operator',
    may: 'Ines reviews; her finished review waits for an approver.',
    email: 'ines@contoso.com',
    slack: { userId: 'U0INES00006', teamId: SLACK_TEAM_ID },
    teams: {
      userId: '29:1ines-duarte',
      aadObjectId: '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a16',
      tenantId: TEAMS_TENANT_ID,
    },
  },
  {
    key: 'vera',
    name: 'Vera Novak',
    about: 'Viewer',
    may: 'Vera reads, and is refused the rest.',
    email: 'vera@contoso.com',
    slack: { userId: 'U0VERA00003', teamId: SLACK_TEAM_ID },
    teams: {
      userId: '29:1vera-novak',
      aadObjectId: '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a03',
      tenantId: TEAMS_TENANT_ID,
    },
  },
  {
    key: 'laura',
    name: 'Laura Bianchi',
    about: 'Restricted person',
    may: 'Laura may approve, but never for her own mailbox.',
    email: 'laura@contoso.com',
    slack: { userId: 'U0LAURA0004', teamId: SLACK_TEAM_ID },
    teams: {
      userId: '29:1laura-bianchi',
      aadObjectId: '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a04',
      tenantId: TEAMS_TENANT_ID,
    },
  },
  {
    key: 'norman',
    name: 'Norman Pike',
    about: 'No role',
    may: 'Norman belongs to Contoso, but nobody gave him a role: he may ask for help and no more.',
    email: 'norman@contoso.com',
    slack: { userId: 'U0NORMAN007', teamId: SLACK_TEAM_ID },
    teams: {
      userId: '29:1norman-pike',
      aadObjectId: '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a17',
      tenantId: TEAMS_TENANT_ID,
    },
  },
  {
    key: 'oscar',
    name: 'Oscar Reyes',
    about: 'Outsider',
    may: 'Oscar belongs to another organisation and is refused everything.',
    email: 'oscar@fabrikam.com',
    slack: { userId: 'U0OSCAR0005', teamId: FABRIKAM_SLACK_TEAM_ID },
    teams: {
      userId: '29:1oscar-reyes',
      aadObjectId: '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a05',
      tenantId: FABRIKAM_TENANT_ID,
    },
  },
]

/** @throws Error when nobody has this key; callers at the edge parse the key first. */
export function getPerson(key: PersonKey): Person {
  const person = people.find((each) => each.key === key)
  if (!person) throw new Error(`nobody in the playground is called "${key}"`)
  return person
}
