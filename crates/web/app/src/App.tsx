// Which page stands at which address.
import { createBrowserRouter, RouterProvider } from 'react-router';
import { AccountProvider } from './account/AccountProvider';
import { SignInPage } from './account/SignInPage';
import { ApplyPage } from './creator/ApplyPage';
import { HomePage } from './home/HomePage';
import { SearchPage } from './home/search/SearchPage';
import { CrashPage } from './shell/CrashPage';
import { NotFoundPage } from './shell/NotFoundPage';
import { Shell } from './shell/Shell';
import { BlockedPage } from './social/BlockedPage';
import { PeoplePage } from './social/PeoplePage';
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
      { path: '/search', Component: SearchPage },
      { path: '/user/:username/followers', element: <PeoplePage side="followers" /> },
      { path: '/user/:username/following', element: <PeoplePage side="following" /> },
      { path: '/blocked', Component: BlockedPage },
      { path: '/apply', Component: ApplyPage },
      {
        path: '/admin',
        lazy: async () => ({ Component: (await import('./admin/AdminPage')).AdminPage }),
        children: [
          { index: true, lazy: async () => ({ Component: (await import('./admin/Applications')).Applications }) },
          { path: 'streams', lazy: async () => ({ Component: (await import('./admin/LiveStreams')).LiveStreams }) },
          { path: 'record', lazy: async () => ({ Component: (await import('./admin/Record')).Record }) },
        ],
      },
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
