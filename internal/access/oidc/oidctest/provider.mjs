// A certified OpenID provider for the tests. It prints its address, lets in whoever the header X-Account
// names, and says of them what the tests need.
import http from 'node:http';
import { Provider } from 'oidc-provider';

const [redirect, home] = process.argv.slice(2);
const server = http.createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'continuum', client_secret: 'a-secret-of-the-tests', redirect_uris: [redirect], post_logout_redirect_uris: [home],
      userinfo_signed_response_alg: process.env.SIGNED ? 'RS256' : undefined,
    }],
    acrValues: ['eidas1', 'eidas2'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], siret: ['siret'], profile: ['given_name'], acr: null },
    scopes: ['openid', 'email', 'siret', 'profile'],
    features: {
      devInteractions: { enabled: false }, userinfo: { enabled: true }, jwtUserinfo: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: async (ctx, form) => { ctx.body = form; } },
    },
    pkce: { required: () => true },
    cookies: { keys: ['of the tests'] },
    findAccount: (ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: `sub-${id}`, email: `${id}@example.org`, email_verified: !id.startsWith('unverified'), siret: '11004301500012', given_name: id }),
    }),
  });
  const callback = provider.callback();
  server.on('request', async (req, res) => {
    if (!req.url.startsWith('/interaction/')) return callback(req, res);
    const { params, session } = await provider.interactionDetails(req, res);
    const account = req.headers['x-account'];
    if (!account) return provider.interactionFinished(req, res, { error: 'access_denied' });
    const grant = new provider.Grant({ accountId: account, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    await provider.interactionFinished(req, res, {
      login: { accountId: account, acr: req.headers['x-acr'] || 'eidas1' },
      consent: { grantId: await grant.save() },
    });
  });
  console.log(issuer);
});
