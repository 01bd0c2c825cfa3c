// Journeys with the identity provider of the tests: each has a provider and a server of its own.
import { test as base } from './journey';
import { startProvider, type TestProvider } from './provider';
import { startServer, type OwnServer } from './signIn';

interface World {
  provider: TestProvider;
  server: OwnServer;
}

export const test = base.extend<World>({
  // oxlint-disable-next-line no-empty-pattern -- the test runner reads the dependencies of a fixture from this pattern
  provider: async ({}, provide) => {
    const provider = await startProvider();
    await provide(provider);
    provider.stop();
  },
  server: async ({ provider }, provide) => {
    const server = await startServer(provider);
    await provide(server);
    await server.stop();
  },
  stack: async ({ server }, provide) => {
    await provide(server.stack);
  },
});

export { expect } from './journey';
