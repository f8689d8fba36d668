// What is used of the Bot Framework SDK, for whoever loads it when it has something to do. Its packages are no modules: what
// they export by name is only seen by an `import` that stands here.
export {
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder'
export { JwtTokenExtractor } from 'botframework-connector/lib/auth/jwtTokenExtractor.js'
