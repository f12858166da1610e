-- The next numbers of a series in one step, so that whoever waits for the series waits for that step
-- and a commit only. The lock is the series' own: its rows are one for each year. The day never runs
-- backwards: behind a clock that stands earlier than the last number, that number's day and year stay
-- in force.
create function berth_take_numbers(
  of_series text, how_many int, today date,
  out last_number int, out its_year int, out its_day date
) language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('number_series ' || of_series, 0));
  select greatest(today, s.last_issued_on) into its_day
    from number_series s where s.series = of_series order by s.year desc limit 1;
  its_day := coalesce(its_day, today);
  its_year := extract(year from its_day);
  insert into number_series as s (series, year, last, last_issued_on)
    values (of_series, its_year, how_many, its_day)
    on conflict (series, year) do update
      set last = s.last + excluded.last, last_issued_on = excluded.last_issued_on
    returning s.last into last_number;
end $$;
