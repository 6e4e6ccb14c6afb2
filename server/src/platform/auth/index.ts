export {
  STAFF_SESSION_HEADER,
  forgetOnRevocation,
  openAuthentication,
  visitorOn,
  type Authenticate,
  type AuthRequest,
  type AuthenticationOptions,
} from './authenticate.ts'
export { CREDENTIALS_CHANGED, CREDENTIAL_TTL_MS, credentialsChanged } from './cache.ts'
export { CUSTOMER_COOKIE, STAFF_COOKIE, endedCookie, sessionCookie } from './cookie.ts'
export type { Credential, CredentialLookup, CredentialStore } from './credential.ts'
export { hashToken, kindOfToken, newToken, type NewToken, type TokenKind } from './token.ts'
