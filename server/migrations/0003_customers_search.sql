create index customers_search on customers using gin (search public.gin_trgm_ops);
