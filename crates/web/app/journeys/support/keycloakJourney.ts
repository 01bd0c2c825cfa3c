// Journeys with Keycloak: each has a realm and a server of its own.
import { test as base } from './journey';
import { KeycloakRealm } from './keycloak';
import { startServer, type OwnServer } from './signIn';

interface World {
  realm: KeycloakRealm;
  server: OwnServer;
}

export const test = base.extend<World>({
  // oxlint-disable-next-line no-empty-pattern -- the test runner reads the dependencies of a fixture from this pattern
  realm: async ({}, provide) => {
    const realm = await KeycloakRealm.create();
    await provide(realm);
    await realm.delete();
  },
  server: async ({ realm }, provide) => {
    const server = await startServer(realm);
    await provide(server);
    await server.stop();
  },
  stack: async ({ server }, provide) => {
    await provide(server.stack);
  },
});

export { expect } from './journey';
