// The size of a broadcast's picture, and where its parts are.

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  x: number;
  y: number;
}

/** Which part of a video is drawn, and where. */
export interface Placement {
  from: Box;
  to: Box;
}

/** As lists and link previews show it: 16:9, not larger than the source. */
export function pictureSize(source: Size): Size {
  const width = Math.max(16, Math.min(MAX.width, source.width, (source.height * 16) / 9));
  return { width: Math.round(width), height: Math.round((width * 9) / 16) };
}

const MAX: Size = { width: 1280, height: 720 };

/** The middle of the video fills the box. */
export function covering(video: Size, box: Box): Placement {
  const scale = Math.max(box.width / video.width, box.height / video.height);
  const [width, height] = [box.width / scale, box.height / scale];
  return { from: { x: (video.width - width) / 2, y: (video.height - height) / 2, width, height }, to: box };
}

/** The whole video in the middle of the box. */
function within(video: Size, box: Box): Placement {
  const scale = Math.min(box.width / video.width, box.height / video.height);
  const [width, height] = [video.width * scale, video.height * scale];
  const to = { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
  return { from: { x: 0, y: 0, ...video }, to };
}

/** A screen is shown whole, and so is the picture of an upright phone: its middle alone may lack the head. */
export function mainPlacement(video: Size, isScreen: boolean, picture: Size): Placement {
  const box = { x: 0, y: 0, ...picture };
  return isScreen || video.height > video.width ? within(video, box) : covering(video, box);
}

/** The camera in the corner of a shared screen, as in the player. */
export function insetPlacement(video: Size, picture: Size): Placement {
  const [width, gap] = [picture.width * 0.22, picture.width * 0.02];
  const height = (width * 9) / 16;
  return covering(video, { x: picture.width - width - gap, y: gap, width, height });
}
