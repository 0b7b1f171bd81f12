-- The floor: the least that completing a task must write, on plain tables with the same keys.
CREATE TABLE floor_case (id bigint PRIMARY KEY, version int NOT NULL, phase text NOT NULL, due_on date, body jsonb);
CREATE TABLE floor_token (id bigserial PRIMARY KEY, case_id bigint NOT NULL, activity text NOT NULL);
CREATE TABLE floor_task (id bigserial PRIMARY KEY, case_id bigint NOT NULL, activity text NOT NULL, state text NOT NULL);
CREATE TABLE floor_event (id bigserial PRIMARY KEY, case_id bigint NOT NULL, kind text NOT NULL, at timestamptz NOT NULL, data jsonb);
CREATE TABLE floor_job (id bigserial PRIMARY KEY, name text NOT NULL, args jsonb NOT NULL);
INSERT INTO floor_case SELECT i, 1, 'received', current_date, '{"limit": {"unit": "working_days", "amount": 6}}'
  FROM generate_series(1, 100000) i;
INSERT INTO floor_token (case_id, activity) SELECT i, 'accept' FROM generate_series(1, 100000) i;
INSERT INTO floor_task (case_id, activity, state) SELECT i, 'accept', 'open' FROM generate_series(1, 100000) i;
CREATE INDEX ON floor_token (case_id);
CREATE INDEX ON floor_task (case_id);
CREATE INDEX ON floor_event (case_id);
GRANT ALL ON ALL TABLES IN SCHEMA public TO PUBLIC;
GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO PUBLIC;
VACUUM ANALYZE;
