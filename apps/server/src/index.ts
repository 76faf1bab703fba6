export { type AnsweredRequest, type AppOptions, createApp, type ServerApp } from './create-app.ts';
export type { EmbeddingModel, RerankModel, ServedModels, TruncationListener } from './models.ts';
export { type RunningServer, serve, type ServeOptions } from './serve.ts';
export type { ServerLimits } from './server-limits.ts';
