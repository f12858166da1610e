-- The catalogue names a server group without reading the servers' tables.
alter table products
  add constraint products_server_group_fk foreign key (server_group_id) references server_groups (id);
