-- Holds the journal against our own bugs: besides the rights of the role there is a trigger, which stops the owner too.

CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'Record what is true now as a new row; what stands stays.';
END $$;

CREATE FUNCTION journal_only_grows(target regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    grantee text;
BEGIN
    FOR grantee IN
        SELECT DISTINCT CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END
        FROM pg_class, aclexplode(relacl) AS acl
        WHERE pg_class.oid = target AND acl.grantee <> relowner
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON TABLE %s FROM %s', target, grantee);
    END LOOP;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'tongban_app') THEN
        EXECUTE format('GRANT SELECT, INSERT ON TABLE %s TO tongban_app', target);
    END IF;
    EXECUTE format(
        'CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON %s'
        ' FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()', target);
    -- Always: also in a session that has set replication mode to silence triggers.
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER only_grows', target);
END $$;

SELECT journal_only_grows('journal_event'), journal_only_grows('journal_seal'), journal_only_grows('journal_leaf');

ALTER TABLE journal_page ALTER COLUMN hashes SET STORAGE EXTERNAL; -- hashes do not compress
