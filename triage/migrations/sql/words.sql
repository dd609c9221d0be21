-- Letters without accents or case, punctuation as spaces, and each letter of a script that is
-- written without spaces as a word: two that stand together are then found as a phrase.
CREATE FUNCTION triage_plain(_text text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    regexp_replace(
        normalize(
            regexp_replace(normalize(lower(_text), NFKD), '[\u0300-\u036f]', '', 'g'), NFKC
        ),
        '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g'
    ),
    '([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])', ' \1 ', 'g'
);

-- What a text is found by. No language is assumed: no stemming and no stop words.
CREATE FUNCTION triage_words(_text text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN to_tsvector('simple'::regconfig, triage_plain(left(_text, 20000)));

CREATE FUNCTION triage_joined(_texts text[]) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN array_to_string(_texts, ' ');

CREATE FUNCTION triage_title_words(_title text, _phrases text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN triage_words(_title || ' ' || triage_joined(_phrases));

-- What finds all of these terms: each as a phrase, whose last word may go on from the third letter
-- on. Null where no term has a word.
CREATE FUNCTION triage_query(_terms text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT string_agg(
        '(' || phrase || CASE WHEN phrase ~ '[^\s'']{3}''$' THEN ':*' ELSE '' END || ')', ' & '
    )
    FROM unnest(_terms) AS term
    CROSS JOIN LATERAL (
        SELECT nullif(phraseto_tsquery('simple'::regconfig, triage_plain(term))::text, '')
    ) AS parsed (phrase)
    WHERE phrase IS NOT NULL;
END;
