import type { JsonObject } from '../model.ts';

/** OpenID Connect discovery: said by our own code, so that it answers before the provider has been loaded. */
export function discoveryOf(issuer: string): JsonObject {
  return {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    end_session_endpoint: `${issuer}/session/end`,
    response_types_supported: ['code'],
    response_modes_supported: ['form_post', 'fragment', 'query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    scopes_supported: ['openid', 'offline_access', 'profile', 'email'],
    claims_supported: ['sub', 'preferred_username', 'name', 'email', 'email_verified', 'sid', 'auth_time', 'iss'],
  };
}
