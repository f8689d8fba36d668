// Whom an incident was told to while nobody was on it, as it is kept on it. When which step is due: ladder.ts.
import { z } from 'zod'

const stepTakenSchema = z
  .object({
    /** Which step it was. */
    key: z.string(),
    kind: z.enum(['mention', 'channel', 'pager']),
    /** Whom or what it told, as people call it. */
    name: z.string(),
    at: z.number(),
    /** The time zone of those whose ladder it is. */
    zone: z.string(),
    /** Its message could not be brought there yet. */
    isUnreached: z.boolean().optional(),
  })
  .readonly()
export type StepTaken = z.infer<typeof stepTakenSchema>

export const escalationSchema = z
  .object({
    /** Since when nobody is on it. */
    since: z.number(),
    /** Since then, oldest first. */
    steps: z.array(stepTakenSchema).readonly(),
  })
  .readonly()
export type Escalation = z.infer<typeof escalationSchema>

/** That a step reached nobody, or did by now; undefined when that is known already, or it is a step of another round. */
export function markStep(
  escalation: Escalation | undefined,
  stepKey: string,
  isUnreached: boolean,
): Escalation | undefined {
  const step = escalation?.steps.find(({ key }) => key === stepKey)
  if (escalation === undefined || step === undefined || (step.isUnreached ?? false) === isUnreached)
    return undefined
  return {
    ...escalation,
    steps: escalation.steps.map((one) => (one === step ? { ...one, isUnreached } : one)),
  }
}
