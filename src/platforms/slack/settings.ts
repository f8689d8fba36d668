export interface SlackSettings {
  readonly signingSecret: string
  readonly botToken: string
  /** The home workspace. Nobody of another one may do anything. */
  readonly teamId: string
  /** Another Web API than Slack's own: the playground, GovSlack. Response URLs are believed only beside it. */
  readonly apiUrl?: string
  /** Where Slack sends requests; `/slack/events` when left out. */
  readonly path?: string
}

export const slackApiUrl = 'https://slack.com/api/'
