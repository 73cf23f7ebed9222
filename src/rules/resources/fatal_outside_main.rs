//! Process exits outside of main.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("fatal-outside-main")).on_call(EXITS, check);

const EXITS: &[&str] = &[
    "os.Exit",
    "syscall.Exit",
    "log.Fatal",
    "log.Fatalf",
    "log.Fatalln",
    "(*log.Logger).Fatal",
    "(*log.Logger).Fatalf",
    "(*log.Logger).Fatalln",
    "github.com/sirupsen/logrus.Fatal",
    "github.com/sirupsen/logrus.Fatalf",
    "github.com/sirupsen/logrus.Fatalln",
    "github.com/sirupsen/logrus.Exit",
    "(*github.com/sirupsen/logrus.Logger).Fatal",
    "(*github.com/sirupsen/logrus.Logger).Fatalf",
    "(*github.com/sirupsen/logrus.Logger).Fatalln",
    "(*github.com/sirupsen/logrus.Entry).Fatal",
    "(*github.com/sirupsen/logrus.Entry).Fatalf",
    "(*github.com/sirupsen/logrus.Entry).Fatalln",
    "(*go.uber.org/zap.Logger).Fatal",
    "(*go.uber.org/zap.SugaredLogger).Fatal",
    "(*go.uber.org/zap.SugaredLogger).Fatalf",
    "(*go.uber.org/zap.SugaredLogger).Fatalw",
    "(*go.uber.org/zap.SugaredLogger).Fatalln",
    "k8s.io/klog/v2.Fatal",
    "k8s.io/klog/v2.Fatalf",
    "k8s.io/klog/v2.Fatalln",
    "k8s.io/klog/v2.Exit",
    "k8s.io/klog/v2.Exitf",
    "github.com/golang/glog.Fatal",
    "github.com/golang/glog.Fatalf",
    "github.com/golang/glog.Fatalln",
    "github.com/golang/glog.Exit",
    "github.com/golang/glog.Exitf",
];

fn check<'a>(cx: &Cx<'a>, exit: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    let around = || std::iter::successors(exit.enclosing_func(), |func| func.enclosing_func());
    let started = around().find_map(Func::started);
    if let Some(decl) = exit.enclosing_func_decl() {
        let name = decl.name_text();
        // A logger's own Fatal promises to exit.
        if ["Fatal", "fatal", "Exit", "exit", "Die", "die"].iter().any(|start| name.starts_with(start)) {
            return None;
        }
        // Small commands exit where they like; their goroutines, handlers and init functions do not.
        let serves = around().any(|func| is_handler(cx, func));
        let init = name == "init" && !decl.is_method();
        if cx.is_main() && started.is_none() && !serves && !init {
            return None;
        }
    } else if cx.is_main() && started.is_none() && !around().any(|func| is_handler(cx, func)) {
        return None;
    }
    let name = exit.fun().text();
    let draft = Finding::at(exit.head(), format!("`{name}` takes the decision to exit from every caller"))
        .here("ends the whole process")
        .help("return an error, and let main decide");
    cx.report(match started {
        Some(start) => draft.mark(Role::Goroutine, (start, start.head())),
        None => draft,
    })
}

/// Whether requests run it: it has a response writer or a request among its parameters.
fn is_handler<'a>(cx: &Cx<'a>, func: Func<'a>) -> bool {
    func.params().entries().iter().any(|(_, field)| {
        cx.type_of(field.ty()).is_some_and(|ty| ty.is_any_of(&["net/http.ResponseWriter", "*net/http.Request"]))
    })
}
