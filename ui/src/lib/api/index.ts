export { api, ApiError, type Problem, type Reply, type Schemas } from './client';
export { follow, type Listener } from './events';
export { Upload } from './upload';
