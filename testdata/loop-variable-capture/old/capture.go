package old

func started(jobs []string, run func(string)) {
	for _, job := range jobs {
		go func() {
			run(job) // want "captures the loop variable `job`"
		}()
	}
}

func deferred(n int, run func(int)) {
	for i := 0; i < n; i++ {
		defer func() {
			run(i) // want "captures the loop variable `i`"
		}()
	}
}

func stored(names []string) (all []func() string) {
	for _, name := range names {
		all = append(all, func() string {
			return name // want "captures the loop variable `name`"
		})
	}
	return all
}

func intoMap(names []string) map[int]func() string {
	all := map[int]func() string{}
	for i, name := range names {
		all[i] = func() string {
			return name // want "captures the loop variable `name`"
		}
	}
	return all
}

func returned(names []string) func() string {
	for _, name := range names {
		return func() string { return name }
	}
	return nil
}

func shadowed(jobs []string, run func(string)) {
	for _, job := range jobs {
		job := job
		go func() {
			run(job)
		}()
	}
}

func argument(jobs []string, run func(string)) {
	for _, job := range jobs {
		go func(job string) {
			run(job)
		}(job)
	}
}

func calledAtOnce(jobs []string, run func(string)) {
	for _, job := range jobs {
		func() {
			run(job)
		}()
	}
}

func outer(jobs []string, run func(string)) {
	last := ""
	for range jobs {
		defer func() { run(last) }()
	}
}

func deferredWithin(jobs []string, run func(string), each func(func())) {
	for _, job := range jobs {
		each(func() {
			defer func() {
				run(job)
			}()
		})
	}
}
