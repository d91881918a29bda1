export { api, ApiError, type Problem, type Reply, type Schemas } from './client';
export { download } from './download';
export { follow, type Listener } from './events';
export { Upload } from './upload';
