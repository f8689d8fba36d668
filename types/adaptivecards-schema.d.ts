// adaptivecards-templating's typings import this one name from the TypeScript sources of adaptivecards, which do not
// compile under this project's settings; nothing here uses it.
export type IAdaptiveCard = Readonly<Record<string, unknown>>
