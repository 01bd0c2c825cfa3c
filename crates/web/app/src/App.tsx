// The routes.
import { createBrowserRouter, RouterProvider } from 'react-router';
import { AccountProvider } from './account/AccountProvider';
import { CALLBACK_PATH } from './account/redirect';
import { HomePage } from './home/HomePage';
import { CrashPage } from './shell/CrashPage';
import { Shell } from './shell/Shell';
import { PageLoading } from './ui/Loading';
import { loadChunk } from './upgrade/loadChunk';

const router = createBrowserRouter([
  {
    path: '/embed/:username',
    ErrorBoundary: CrashPage,
    HydrateFallback: PageLoading,
    lazy: async () => ({ Component: (await loadChunk(() => import('./watch/EmbedPage'))).EmbedPage }),
  },
  {
    path: '/chat/:username',
    ErrorBoundary: CrashPage,
    HydrateFallback: PageLoading,
    lazy: async () => ({ Component: (await loadChunk(() => import('./chat/popOut/ChatPage'))).ChatPage }),
  },
  {
    Component: Shell,
    ErrorBoundary: CrashPage,
    HydrateFallback: PageLoading,
    children: [
      { path: '/', Component: HomePage },
      { path: '/sign-in', lazy: async () => ({ Component: (await loadChunk(() => import('./account/SignInPage'))).SignInPage }) },
      { path: CALLBACK_PATH, lazy: async () => ({ Component: (await loadChunk(() => import('./account/SignInCallbackPage'))).SignInCallbackPage }) },
      // The media library is most of the code, so only the watch page and the studio load it.
      { path: '/studio', lazy: async () => ({ Component: (await loadChunk(() => import('./studio/GoLivePage'))).GoLivePage }) },
      { path: '/watch/:username', lazy: async () => ({ Component: (await loadChunk(() => import('./watch/WatchPage'))).WatchPage }) },
      { path: '/search', lazy: async () => ({ Component: (await loadChunk(() => import('./home/search/SearchPage'))).SearchPage }) },
      { path: '/user/:username', lazy: async () => ({ Component: (await loadChunk(() => import('./profile/ProfilePage'))).ProfilePage }) },
      { path: '/user/:username/followers', lazy: async () => ({ Component: (await loadChunk(() => import('./social/PeoplePage'))).FollowersPage }) },
      { path: '/user/:username/following', lazy: async () => ({ Component: (await loadChunk(() => import('./social/PeoplePage'))).FollowingPage }) },
      { path: '/blocked', lazy: async () => ({ Component: (await loadChunk(() => import('./social/BlockedPage'))).BlockedPage }) },
      { path: '/apply', lazy: async () => ({ Component: (await loadChunk(() => import('./creator/ApplyPage'))).ApplyPage }) },
      {
        path: '/admin',
        lazy: async () => ({ Component: (await loadChunk(() => import('./admin/AdminPage'))).AdminPage }),
        children: [
          { index: true, lazy: async () => ({ Component: (await loadChunk(() => import('./admin/Applications'))).Applications }) },
          { path: 'streams', lazy: async () => ({ Component: (await loadChunk(() => import('./admin/LiveStreams'))).LiveStreams }) },
          { path: 'users', lazy: async () => ({ Component: (await loadChunk(() => import('./admin/Users'))).Users }) },
          { path: 'audit-log', lazy: async () => ({ Component: (await loadChunk(() => import('./admin/AuditLog'))).AuditLog }) },
        ],
      },
      { path: '*', lazy: async () => ({ Component: (await loadChunk(() => import('./shell/NotFoundPage'))).NotFoundPage }) },
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
