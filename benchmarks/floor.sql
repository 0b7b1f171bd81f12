\set id random(1, 100000)
SELECT c.id, c.version, c.phase, c.body,
       (SELECT json_agg(t) FROM floor_token t WHERE t.case_id = c.id) AS tokens,
       (SELECT json_agg(t) FROM floor_task t WHERE t.case_id = c.id AND t.state = 'open') AS tasks
  FROM floor_case c WHERE c.id = :id;
WITH c AS (UPDATE floor_case SET version = version + 1, phase = 'in-progress' WHERE id = :id RETURNING id),
     t AS (UPDATE floor_token SET activity = 'review' FROM c WHERE case_id = c.id),
     d AS (UPDATE floor_task SET state = 'done' FROM c WHERE case_id = c.id AND state = 'open'),
     n AS (INSERT INTO floor_task (case_id, activity, state) SELECT id, 'review', 'open' FROM c),
     e AS (INSERT INTO floor_event (case_id, kind, at, data) SELECT c.id, k, now(), '{"task": 1}' FROM c,
             unnest(ARRAY['TaskCompleted', 'StepReached']) k),
     j AS (INSERT INTO floor_job (name, args) SELECT 'PrepareMessage', jsonb_build_object('case', id) FROM c)
SELECT id FROM c;
