// The German texts.
import { account } from './account';
import { admin } from './admin';
import { blur } from './blur';
import { chat } from './chat';
import { chatWindow } from './chatWindow';
import { common } from './common';
import { connection } from './connection';
import { connectionCheck } from './connectionCheck';
import { creator } from './creator';
import { devices } from './devices';
import { followed } from './followed';
import { health } from './health';
import { history } from './history';
import { home } from './home';
import { notFound } from './notFound';
import { player } from './player';
import { profile } from './profile';
import { search } from './search';
import { server } from './server';
import { session } from './session';
import { shell } from './shell';
import { social } from './social';
import { studio } from './studio';
import { thumbnail } from './thumbnail';
import { watch } from './watch';

export const german = { account, admin, blur, chat, chatWindow, common, connection, connectionCheck, creator, devices, followed, health, history, home, notFound, player, profile, search, server, session, shell, social, studio, thumbnail, watch };
