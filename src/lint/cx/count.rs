//! How often things happen in one call of a function, where its text says so.

use super::Cx;
use crate::flow::{Cfg, Point};
use crate::lint::kind::Kind;
use crate::lint::view::{Expr, Func, Node, Stmt, View};

/// Something that happens in a function, so many times in a row.
struct Event {
    point: Point,
    /// Its order within the step.
    offset: u32,
    times: i64,
}

impl Event {
    fn precedes(&self, other: &Event, cfg: &Cfg) -> bool {
        if self.point == other.point {
            self.offset < other.offset
        } else {
            cfg.point_dominates(self.point, other.point)
        }
    }

    fn leads_to(&self, other: &Event, cfg: &Cfg) -> bool {
        if self.point == other.point { self.offset < other.offset } else { cfg.reaches(self.point, other.point) }
    }
}

impl<'a> Cx<'a> {
    /// How often a statement runs, once the function (or `outer`, a loop around it) gets there: once, or in each turn of a loop
    /// with constant bounds that nothing leaves.
    pub fn times(&self, stmt: Stmt<'a>) -> Option<i64> {
        let func = stmt.enclosing_func()?;
        let cfg = self.cfg(func)?;
        if !cfg.in_cycle(self.point_in(func, stmt)?.block) {
            return Some(1);
        }
        let around = stmt.enclosing_loop()?;
        let body = around.body()?;
        let leaves = body.descendants().into_iter().any(|node| {
            matches!(node.node_kind(), Kind::Return | Kind::Branch)
                || node.as_call().is_some_and(|call| call.fun().text() == "panic")
        });
        let direct = stmt.parent().and_then(Node::as_stmt) == Some(body);
        if !direct || leaves || around.enclosing_loop().is_some() {
            return None;
        }
        self.turns(around)
    }

    fn events(&self, func: Func<'a>, events: &[Expr<'a>]) -> Option<Vec<Event>> {
        let event = |at: &Expr<'a>| {
            let point = self.point_in(func, *at)?;
            Some(Event { point, offset: at.span().start, times: self.times(at.enclosing_stmt()?)? })
        };
        events.iter().map(event).collect()
    }

    /// How many of these happen at most in one call of a function; `None`: unknown.
    pub fn at_most(&self, func: Func<'a>, events: &[Expr<'a>]) -> Option<i64> {
        let cfg = self.cfg(func)?;
        let events = self.events(func, events)?;
        // Those that lead to fewest others come first.
        let leads = |event: &Event| events.iter().filter(|other| event.leads_to(other, &cfg)).count();
        let mut order: Vec<(usize, &Event)> = events.iter().map(|event| (leads(event), event)).collect();
        order.sort_by_key(|(leads, event)| (*leads, event.offset));
        let mut most: Vec<i64> = Vec::new();
        for (at, (_, event)) in order.iter().enumerate() {
            let after = order[..at].iter().zip(&most).filter(|((_, other), _)| event.leads_to(other, &cfg));
            most.push(event.times + after.map(|(_, most)| *most).max().unwrap_or(0));
        }
        Some(most.into_iter().max().unwrap_or(0))
    }

    /// The first of these by which surely more than `limit` of them have happened, with how many.
    pub fn surely_more(&self, func: Func<'a>, events: &[Expr<'a>], limit: i64) -> Option<(Expr<'a>, i64)> {
        let cfg = self.cfg(func)?;
        let all = self.events(func, events)?;
        events.iter().zip(&all).find_map(|(at, event)| {
            let before: i64 = all.iter().filter(|other| other.precedes(event, &cfg)).map(|other| other.times).sum();
            let count = before + event.times;
            (count > limit && cfg.reachable(event.point.block)).then_some((*at, count))
        })
    }
}
