// The German texts.
import { account } from './account';
import { admin } from './admin';
import { chatWindow } from './chatWindow';
import { common } from './common';
import { connectionCheck } from './connectionCheck';
import { creator } from './creator';
import { followed } from './followed';
import { home } from './home';
import { notFound } from './notFound';
import { search } from './search';
import { server } from './server';
import { session } from './session';
import { shell } from './shell';

export const german = { account, admin, chatWindow, common, connectionCheck, creator, followed, home, notFound, search, server, session, shell };
