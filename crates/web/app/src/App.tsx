// Which page stands at which address.
import { createBrowserRouter, RouterProvider } from 'react-router';
import { AccountProvider } from './account/AccountProvider';
import { SignInPage } from './account/SignInPage';
import { HomePage } from './home/HomePage';
import { CrashPage } from './shell/CrashPage';
import { NotFoundPage } from './shell/NotFoundPage';
import { Shell } from './shell/Shell';
import { Waiting } from './ui/Waiting';

const router = createBrowserRouter([
  {
    Component: Shell,
    ErrorBoundary: CrashPage,
    HydrateFallback: () => <Waiting>Loading…</Waiting>,
    children: [
      { path: '/', Component: HomePage },
      { path: '/sign-in', Component: SignInPage },
      // The media library is most of the code: only who plays or sends video loads it.
      { path: '/studio', lazy: async () => ({ Component: (await import('./studio/GoLivePage')).GoLivePage }) },
      { path: '/watch/:username', lazy: async () => ({ Component: (await import('./watch/WatchPage')).WatchPage }) },
      { path: '*', Component: NotFoundPage },
    ],
  },
]);

export function App() {
  return (
    <AccountProvider>
      <RouterProvider router={router} />
    </AccountProvider>
  );
}
