// What the error codes of Entra's sign-in log say beyond "failed" (learn.microsoft.com, "Microsoft Entra authentication and
// authorization error codes"). An interruption after everything was proven is a way in: Microsoft's own hunting queries
// count those as successes.

/** 50140: "Keep me signed in?" was asked. 50125: to register for password reset was asked. */
const interrupted: readonly number[] = [50_125, 50_140]

/**
 * Whoever got one of these knew the password: it has expired (50055, 50144), a second factor was asked for or set up (50072,
 * 50074, 50076, 50079, 50158, 50203, 500121), a device or a place was not let in (50097, 50129, 50131, 53000 to 53004, 530002,
 * 530003), or consent was asked for (65001, 65004). 50126 is a wrong password, 50053 a locked account: they prove nothing.
 */
const passwordRight: readonly number[] = [
  50_055, 50_072, 50_074, 50_076, 50_079, 50_097, 50_129, 50_131, 50_144, 50_158, 50_203, 53_000, 53_001,
  53_002, 53_003, 53_004, 65_001, 65_004, 500_121, 530_002, 530_003,
]

export function isSuccess(errorCode: number): boolean {
  return errorCode === 0 || interrupted.includes(errorCode)
}

export function provesPassword(errorCode: number): boolean {
  return passwordRight.includes(errorCode)
}
